"""Who may show the add-in's pane, and what it may load: Excel on the web does so in a frame of another site."""

from __future__ import annotations

from typing import Final

OFFICE_JS: Final = "https://appsforoffice.microsoft.com"
"""Where Excel's own library comes from; Microsoft lets no add-in bring it along."""
POLICY: Final = (
    f"default-src 'none'; script-src 'self' {OFFICE_JS}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    f"connect-src 'self' {OFFICE_JS}; font-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self' https://*.officeapps.live.com https://*.office.com https://*.office365.com "
    "https://*.microsoft.com https://*.cloud.microsoft https://*.sharepoint.com https://*.partner.microsoftonline.cn "
    "https://*.officeapps.partner.office365.cn https://*.sharepoint.cn"
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "cross-origin",
    "access-control-allow-origin": "*",
    "cache-control": "no-cache",
}
"""Of files that hold nothing of a user's."""
