SELECT
  a.area,
  m.month,
  12 * CAST(SUBSTRING(m.month, 1, 4) AS INTEGER) + CAST(SUBSTRING(m.month, 6, 2) AS INTEGER) AS k,
  COALESCE(h.status, 'missing') AS status,
  CASE WHEN h.status = 'supplied' THEN COALESCE(c.n, 0) END AS n
FROM every_area AS a
CROSS JOIN months AS m
LEFT JOIN home AS h ON h.force24 = a.force24 AND h.month = m.month
LEFT JOIN area_counts AS c ON c.area = a.area AND c.month = m.month
WHERE NOT a.area IS NULL
