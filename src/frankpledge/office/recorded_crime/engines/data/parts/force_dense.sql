SELECT
  r.reported_by,
  m.month,
  12 * CAST(SUBSTRING(m.month, 1, 4) AS INTEGER) + CAST(SUBSTRING(m.month, 6, 2) AS INTEGER) AS k,
  COALESCE(s.status, 'missing') AS status,
  CASE WHEN s.status = 'supplied' THEN COALESCE(c.n, 0) END AS n
FROM reporters AS r
CROSS JOIN months AS m
LEFT JOIN supplied AS s ON s.reported_by = r.reported_by AND s.month = m.month
LEFT JOIN force_counts AS c ON c.reported_by = r.reported_by AND c.month = m.month
