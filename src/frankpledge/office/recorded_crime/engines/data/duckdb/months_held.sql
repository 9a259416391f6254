-- answers: What is held of each month: how many forces supplied it, how many did not, and the rows by kind?
-- parameters: months texts
-- columns: month text, supplied integer, not_supplied integer, crimes integer, incidents integer
-- key: month
-- with: months
SELECT
  m.month,
  COALESCE(s.supplied, 0) AS supplied,
  COALESCE(s.not_supplied, 0) AS not_supplied,
  CASE WHEN s.supplied > 0 THEN COALESCE(c.crimes, 0) END AS crimes,
  CASE WHEN s.supplied > 0 THEN COALESCE(c.incidents, 0) END AS incidents
FROM months AS m
LEFT JOIN (
  SELECT
    month,
    CAST(SUM(CASE WHEN status = 'supplied' THEN 1 ELSE 0 END) AS BIGINT) AS supplied,
    CAST(SUM(CASE WHEN status = 'supplied' THEN 0 ELSE 1 END) AS BIGINT) AS not_supplied
  FROM supplied
  GROUP BY month
) AS s ON s.month = m.month
LEFT JOIN (
  SELECT
    month,
    CAST(SUM(CASE WHEN is_asb THEN 0 ELSE n END) AS BIGINT) AS crimes,
    CAST(SUM(CASE WHEN is_asb THEN n ELSE 0 END) AS BIGINT) AS incidents
  FROM cells
  GROUP BY month
) AS c ON c.month = m.month
