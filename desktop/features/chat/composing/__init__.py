"""The ways by which things come into a question: drop, paste, picker, folders, `/` and `@`."""
