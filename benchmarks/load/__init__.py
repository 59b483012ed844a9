"""The web application under load, beside a page that does nothing."""
