-- answers: What did one force record, month by month? A month not supplied has no figure.
-- parameters: months texts, crime_types texts, reported_by text
-- columns: reported_by text, month text, status text, n integer
-- key: reported_by, month
-- with: months kept reporters force_counts force_dense
SELECT reported_by, month, status, n
FROM force_dense
