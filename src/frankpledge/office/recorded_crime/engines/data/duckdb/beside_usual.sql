-- answers: Rows of each supplied month beside the median month of the same force: files that were cut off stand out.
-- parameters: months texts, reported_by text
-- columns: reported_by text, month text, rows integer, usual number, ratio number
-- key: reported_by, month
-- with: months
SELECT t.reported_by, t.month, t.rows, u.usual, t.rows / NULLIF(u.usual, 0) AS ratio
FROM (
  SELECT reported_by, month, CAST(SUM(n) AS BIGINT) AS rows
  FROM cells
  WHERE LIST_CONTAINS(CAST($months AS TEXT[]), month)
    AND (CAST($reported_by AS TEXT) IS NULL OR reported_by = CAST($reported_by AS TEXT))
  GROUP BY reported_by, month
) AS t
JOIN (
  SELECT reported_by, MEDIAN(rows) AS usual
  FROM (
    SELECT reported_by, month, CAST(SUM(n) AS DOUBLE) AS rows
    FROM cells
    WHERE month IN (SELECT month FROM months)
    GROUP BY reported_by, month
  ) AS monthly
  GROUP BY reported_by
) AS u ON u.reported_by = t.reported_by
