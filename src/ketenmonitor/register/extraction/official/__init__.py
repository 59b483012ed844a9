"""Official questions, with numbers in their headings or tags: XML, web pages and text."""
