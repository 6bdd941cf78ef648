"""From a question to a cited answer: search, answering, conversation, HTTP and command line."""
