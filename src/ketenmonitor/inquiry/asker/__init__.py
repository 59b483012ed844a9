"""At an asker: questions to several holders at once, verified, looked up here, and claimed when they hit."""
