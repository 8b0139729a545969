"""What Sphinx is told: pages in Markdown, one theme, nothing from outside."""

from pathlib import Path

from xl_addin.version import __version__

project = "改制测算插件"
release = __version__
language = "zh_CN"
extensions = ["myst_parser", "docs.site.search"]
myst_heading_anchors = 4
highlight_language = "none"
html_theme = "furo"
html_title = f"改制测算插件 {release}"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_last_updated_fmt = None
html_search_language = "zh"
html_search_scorer = str(Path(__file__).with_name("scorer.js"))
html_theme_options = {
    "footer_icons": [],
    "top_of_page_buttons": [],
    "light_css_variables": {"color-brand-primary": "#1d5fa8", "color-brand-content": "#1d5fa8"},
    "dark_css_variables": {"color-brand-primary": "#8ab4f8", "color-brand-content": "#8ab4f8"},
}
