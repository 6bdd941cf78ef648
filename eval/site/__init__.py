"""Pages of the evaluation within the service's own page: for evaluators."""
