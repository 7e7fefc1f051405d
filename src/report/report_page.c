/* One self-contained page. Tables scroll in boxes of their own, so that a phone's page does not. */
#include "report/report_page.h"

static const char css[] =
    ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem}"
    "h1{line-height:1.2}.box{overflow-x:auto;margin:2rem 0}table{border-collapse:collapse;font-size:.9rem}"
    "caption{text-align:left;font-weight:600;font-size:1.1rem;padding:.3rem 0}"
    "th,td{padding:.25rem .6rem;border-bottom:1px solid #8886;text-align:left;vertical-align:top}"
    "td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}tfoot{font-weight:600}"
    "svg{width:100%;height:auto}svg text{font:12px system-ui,sans-serif;fill:currentColor}code{overflow-wrap:anywhere}"
    "@media print{body{max-width:none;margin:0;font-size:9pt}.box{overflow:visible}tr,svg{break-inside:avoid}}";

void report_page_begin(const char *title, struct sp_buf *out)
{
    sp_buf_format(out,
                  "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s</title>\n"
                  "<style>%s</style>\n</head>\n<body>\n<h1>%s</h1>\n",
                  title, css, title);
}

void report_page_end(struct sp_buf *out)
{
    sp_buf_text(out, "</body>\n</html>\n");
}
