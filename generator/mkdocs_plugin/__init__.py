"""The MkDocs front door: the plugin, and builds that go through it. The only room that imports mkdocs."""

from generator.mkdocs_plugin.plugin import PolicySitePlugin
from generator.mkdocs_plugin.server import make_server
from generator.mkdocs_plugin.site import BuildError, build_site, configuration_file

__all__ = ["BuildError", "PolicySitePlugin", "build_site", "configuration_file", "make_server"]
