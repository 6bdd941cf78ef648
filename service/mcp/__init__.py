"""The reports for language models that use tools: a server of the Model Context Protocol."""
