"""The pictures in the documents: every surface that a person sees, in light and dark, made by `make screenshots`."""
