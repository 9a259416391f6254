-- answers: Which types, month by month, with incidents marked and never added?
-- parameters: months texts, reported_by text
-- columns: crime_type text, is_asb boolean, month text, n integer
-- key: crime_type, month
-- with: months
SELECT c.crime_type, c.is_asb, m.month, CAST(SUM(c.n) AS BIGINT) AS n
FROM cells AS c
JOIN months AS m ON m.month = c.month
WHERE CAST($reported_by AS TEXT) IS NULL OR c.reported_by = CAST($reported_by AS TEXT)
GROUP BY c.crime_type, c.is_asb, m.month
