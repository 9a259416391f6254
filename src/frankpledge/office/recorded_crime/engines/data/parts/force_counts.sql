SELECT reported_by, month, CAST(SUM(n) AS BIGINT) AS n
FROM kept
GROUP BY reported_by, month
