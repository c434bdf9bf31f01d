"""The sample site behind `amur demo`: invented outlets, our own articles, a loopback server; two days of news.

`articles/` holds one article a file, `outlets.toml` the feeds, `expected.toml` what a careful reader finds.
`python -m amur.sample` serves it to a browser. Companies, their deals and most figures are invented; the Shenyang
conference, the grain contract and the trade totals follow public reports of October 2023.
"""
