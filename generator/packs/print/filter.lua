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

-- A cell that begins with a sign which begins a block for Typst.
local function plain(p)
  local first = p.content[1]
  if first and first.t == "Str" and first.text:match("^[=/+-]") then
    p.content:insert(1, raw("#[]"))
    return p
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
  if s.attributes["lang"] then return wrapped("#text(lang: " .. quoted(s.attributes["lang"]) .. ")", s.content) end
  if s.identifier ~= "" then
    local out = pandoc.Inlines({raw("#at(" .. quoted(s.identifier) .. ")")})
    out:extend(s.content)
    return out
  end
  return s.content
end

local boxes = {box = "#box-note", lead = "#lead", objective = "#objective", ["box-title"] = "#box-title",
  ["page-owner"] = "#page-owner", signature = "#signature", small = "#small-print",
  related = "#related", standing = "#standing", opening = "#opening", words = "#words-explained"}

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
  if d.attributes["lang"] then
    local out = pandoc.Blocks({block("#[#set text(lang: " .. quoted(d.attributes["lang"]) .. ")")})
    out:extend(d.content)
    out:insert(block("]"))
    return out
  end
  if d.identifier ~= "" then
    local out = pandoc.Blocks({pandoc.Plain({raw("#at(" .. quoted(d.identifier) .. ")")})})
    out:extend(d.content)
    return out
  end
  return d.content
end

local few_rows, long_cell = 8, 600

-- Whether a paragraph leads to what follows it. A heading, which is raw by now, stays with it anyway.
local function leads(para, next)
  if para.t ~= "Para" or not next or para.content[1].t == "RawInline" then return false end
  local announces = pandoc.utils.stringify(para):match(":%s*$") and next.t:match("List$")
  return next.t == "Table" or announces
end

-- A table that should stay whole, or one whose cells are too long for that; the sentence above it stays with it.
local function blocks(list)
  local out = pandoc.Blocks({})
  for number, each in ipairs(list) do
    if leads(each, list[number + 1]) then
      out:extend({block("#intro["), each, block("]")})
    elseif each.t == "Table" then
      local rows, longest = 0, 0
      for _, body in ipairs(each.bodies) do
        rows = rows + #body.body
        for _, row in ipairs(body.body) do
          for _, cell in ipairs(row.cells) do
            longest = math.max(longest, utf8.len(pandoc.utils.stringify(cell.contents)) or 0)
          end
        end
      end
      local kind = longest > long_cell and "#long-table[" or rows <= few_rows and "#short-table[" or nil
      if kind then out:extend({block(kind), each, block("]")}) else out:insert(each) end
    else
      out:insert(each)
    end
  end
  return out
end

local function image(i)
  return raw("#picture(" .. quoted("/files/" .. i.src) .. ", " .. quoted(pandoc.utils.stringify(i.caption)) .. ")")
end

if typst then
  return {{Div = collect}, {Span = footnote}, {Plain = plain, Header = header, Link = link, Span = span, Div = div, Image = image},
    {Blocks = blocks}}
end
-- Word: the contents are a field that Word renews, with entries that stand there until it does.

local function escaped(text)
  return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;"))
end

local function entry(d, first, last, depth)
  local out = '<w:p><w:pPr><w:pStyle w:val="TOC' .. d.attributes["level"] .. '"/></w:pPr>'
  if first then
    out = out .. '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-'
      .. depth .. '" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
  end
  out = out .. '<w:hyperlink w:anchor="' .. d.attributes["anchor"] .. '" w:history="1"><w:r><w:t xml:space="preserve">'
    .. escaped(pandoc.utils.stringify(d.content)) .. '</w:t></w:r><w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    .. '<w:r><w:instrText xml:space="preserve"> PAGEREF ' .. d.attributes["anchor"] .. ' \\h </w:instrText></w:r>'
    .. '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t></w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:hyperlink>'
  if last then out = out .. '<w:r><w:fldChar w:fldCharType="end"/></w:r>' end
  return pandoc.RawBlock("openxml", out .. "</w:p>")
end

local function word(d)
  if d.classes:includes("page-break") then
    return pandoc.RawBlock("openxml", '<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
  end
  if d.classes:includes("contents") then
    local out = pandoc.Blocks({})
    local entries = d.content:filter(function(b) return b.t == "Div" and b.classes:includes("contents-entry") end)
    out:insert(d.content[1])
    for number, each in ipairs(entries) do
      out:insert(entry(each, number == 1, number == #entries, d.attributes["depth"]))
    end
    return out, false
  end
end

if FORMAT == "docx" then
  return {{Div = collect}, {Span = footnote}, {traverse = "topdown", Div = word}}
end
return {{Div = collect}, {Span = footnote}}
