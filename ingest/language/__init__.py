"""What is known of English and French whatever the report: stems, sentence ends, months, numbers, names."""
