"""What is asked: the standalone question, its wants, the reports it names, and what is not taken up."""
