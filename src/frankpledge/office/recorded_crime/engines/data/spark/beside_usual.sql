WITH months AS (
  SELECT
    EXPLODE(CAST(:months AS ARRAY<STRING>)) AS month
)
SELECT
  t.reported_by,
  t.month,
  t.rows,
  u.usual,
  t.rows / NULLIF(u.usual, 0) AS ratio
FROM (
  SELECT
    reported_by,
    month,
    CAST(SUM(n) AS BIGINT) AS rows
  FROM cells
  WHERE
    ARRAY_CONTAINS(CAST(:months AS ARRAY<STRING>), month)
    AND (
      CAST(:reported_by AS STRING) IS NULL
      OR reported_by = CAST(:reported_by AS STRING)
    )
  GROUP BY
    reported_by,
    month
) AS t
JOIN (
  SELECT
    reported_by,
    PERCENTILE(rows, 0.5) AS usual
  FROM (
    SELECT
      reported_by,
      month,
      CAST(SUM(n) AS DOUBLE) AS rows
    FROM cells
    WHERE
      month IN (
        SELECT
          month
        FROM months
      )
    GROUP BY
      reported_by,
      month
  ) AS monthly
  GROUP BY
    reported_by
) AS u
  ON u.reported_by = t.reported_by
