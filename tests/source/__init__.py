"""The whole way from the source, with everything real: partners, key services and a monitor that are processes of their own."""
