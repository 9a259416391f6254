WITH months AS (
  SELECT
    EXPLODE(CAST(:months AS ARRAY<STRING>)) AS month
)
SELECT
  crime_type,
  calendar_month,
  COUNT(*) AS months,
  AVG(CAST(n AS DOUBLE)) AS mean,
  AVG(CAST(n AS DOUBLE)) / NULLIF(MAX(overall), 0) AS index
FROM (
  SELECT
    crime_type,
    CAST(SUBSTRING(month, 6, 2) AS INT) AS calendar_month,
    n,
    AVG(CAST(n AS DOUBLE)) OVER (PARTITION BY crime_type) AS overall
  FROM (
    SELECT
      crime_type,
      month,
      CAST(SUM(n) AS BIGINT) AS n
    FROM cells
    WHERE
      month IN (
        SELECT
          month
        FROM months
      )
      AND (
        CAST(:reported_by AS STRING) IS NULL
        OR reported_by = CAST(:reported_by AS STRING)
      )
    GROUP BY
      crime_type,
      month
  ) AS monthly
) AS beside
GROUP BY
  crime_type,
  calendar_month
