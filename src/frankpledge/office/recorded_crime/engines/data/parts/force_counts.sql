SELECT reported_by, month, CAST(SUM(n) AS BIGINT) AS n
FROM kept
WHERE CAST($reported_by AS TEXT) IS NULL OR reported_by = CAST($reported_by AS TEXT)
GROUP BY reported_by, month
