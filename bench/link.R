# Four published rules in data.table, as an analyst writes them: ARR-EP-24, STINT-DUP (its second stage), STAY, and the
# greedy pairing of arrests with stays. Reading the files is not counted.
suppressMessages(library(data.table))
setDTthreads(2)
folder <- commandArgs(trailingOnly = TRUE)[1]
arrests <- fread(file.path(folder, "arrests.csv"))
stints <- fread(file.path(folder, "stints.csv"))
took <- system.time({
  a <- arrests[!is.na(person)]
  setorder(a, person, moment, reprocessed, record, na.last = TRUE)
  a[, gap := moment - shift(moment), by = person]
  a[, episode := cumsum(is.na(gap) | gap > 86400), by = person]
  a[, kept := !duplicated(data.table(person, episode))]
  s <- stints[!is.na(person) & !is.na(stay_book_in)]
  setorder(s, person, stay_book_in, book_in, book_out, record, na.last = FALSE)
  s[, day := book_in %/% 86400]
  s <- unique(s, by = c("person", "facility", "day", "stay_book_in"), fromLast = TRUE)
  stays <- s[, .(stints = .N, facility_first = facility[1], facility_last = facility[.N], out = book_out[.N]),
             by = .(person, stay_book_in)]
  stays[, stay := .I]
  pairs <- merge(a[kept == TRUE, .(person, arrest = record, moment)], stays[, .(person, stay, stay_book_in)],
                 by = "person", allow.cartesian = TRUE)
  pairs[, diff := stay_book_in - moment]
  pairs <- pairs[diff >= -120 * 3600 & diff <= 240 * 3600]
  pairs[, size := abs(diff)]
  setorder(pairs, stay, size, moment, arrest)
  pairs <- unique(pairs, by = "stay")
  setorder(pairs, arrest, size, stay_book_in, stay)
  pairs <- unique(pairs, by = "arrest")
})
cat(sprintf("episodes %d\nstays %d\npairs %d\nseconds %.2f\n", sum(a$kept) + sum(is.na(arrests$person)), nrow(stays),
            nrow(pairs), took[["elapsed"]]))
