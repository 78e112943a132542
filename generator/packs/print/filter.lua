-- Turns what HTML says into what the printed page needs. Footnotes hold for every format; the rest is for Typst, whose
-- elements (hd, go, at, sid, badge, blank, box …) stand in elements.typ.

local notes = {}
local typst = FORMAT:match("typst") ~= nil

local function raw(text) return pandoc.RawInline("typst", text) end
local function block(text) return pandoc.RawBlock("typst", text) end
local function quoted(text) return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"' end

-- Content in brackets begins a line for Typst: "1. Report" would become a list.
local function wrapped(open, inlines, close)
  local out = pandoc.Inlines({raw(open .. "[#[]")})
  out:extend(inlines)
  out:insert(raw("]" .. (close or "")))
  return out
end

local function collect(div)
  if div.classes:includes("note-text") then
    notes[div.attributes["note"]] = div.content
    return {}
  end
end

local function footnote(span)
  if span.classes:includes("note-mark") then
    return pandoc.Note(notes[span.attributes["note"]] or {})
  end
end

local function header(h)
  return pandoc.Para(wrapped("#hd(" .. h.level .. ", " .. quoted(h.identifier) .. ")", h.content))
end

local function link(l)
  local target = l.target
  if target == "" then return l.content end
  local open = "#go(" .. quoted(target) .. ")"
  if l.classes:includes("statement-id") then open = "#sid(" .. quoted(target) .. ")" end
  return wrapped(open, l.content)
end

local function span(s)
  if s.classes:includes("blank") then return raw("#blank()") end
  if s.classes:includes("statement-id") then return wrapped("#sid(none)", s.content) end
  if s.classes:includes("badge") then return wrapped("#badge", s.content) end
  if s.identifier ~= "" then
    local out = pandoc.Inlines({raw("#at(" .. quoted(s.identifier) .. ")")})
    out:extend(s.content)
    return out
  end
  return s.content
end

local boxes = {box = "#box-note", lead = "#lead", objective = "#objective", ["box-title"] = "#box-title",
  ["page-owner"] = "#page-owner", signature = "#signature", small = "#small-print"}

local function div(d)
  for _, class in ipairs(d.classes) do
    if class == "fragment" then
      local out = pandoc.Blocks({block("//@@ " .. d.attributes["piece"])})
      out:extend(d.content)
      return out
    end
    if boxes[class] then
      local out = pandoc.Blocks({block(boxes[class] .. "[")})
      out:extend(d.content)
      out:insert(block("]"))
      return out
    end
  end
  if d.identifier ~= "" then
    local out = pandoc.Blocks({pandoc.Plain({raw("#at(" .. quoted(d.identifier) .. ")")})})
    out:extend(d.content)
    return out
  end
  return d.content
end

local function image(i)
  return raw("#picture(" .. quoted(i.src) .. ", " .. quoted(pandoc.utils.stringify(i.caption)) .. ")")
end

if typst then
  return {{Div = collect}, {Span = footnote}, {Header = header, Link = link, Span = span, Div = div, Image = image}}
end
return {{Div = collect}, {Span = footnote}}
