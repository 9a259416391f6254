SELECT area, month, CAST(SUM(n) AS BIGINT) AS n
FROM inside
WHERE NOT area IS NULL
GROUP BY area, month
