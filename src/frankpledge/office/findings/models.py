"""What follows: findings as saved queries, "you said, we did", the consultation report, and the outside analyst."""
