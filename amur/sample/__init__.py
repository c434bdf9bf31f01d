"""The sample site behind `amur demo`: invented outlets, our own articles, a loopback server; two days of news.

`articles/` holds one article a file, `outlets.toml` the feeds, `expected.toml` what a careful reader finds.
Companies and deals are invented; trade totals are those that customs published.
"""
