SELECT month, force24, MIN(status) AS status
FROM supplied
WHERE NOT force24 IS NULL
GROUP BY month, force24
