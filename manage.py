"""A thin alias of `chauphe manage`, for tools that look for this file."""

if __name__ == "__main__":
    from chauphe.cli.manage import manage  # late: whatever only imports this file is spared

    manage()
