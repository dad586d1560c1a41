using System.Globalization;
using Coterie.Actors.Locks;
using Coterie.Hosting.Live;
using Coterie.Protocols.Quorum;
using OpenQA.Selenium;

namespace Coterie.Hosting.Tests.Live;

/// <summary>The page in a browser: what a viewer sees.</summary>
public sealed class PageTests(Lazily<Chromium> browser) : IClassFixture<Lazily<Chromium>>
{
    private const string Hostile = "<img src=x onerror=document.title='hit'>\u202egnp.exe";

    private readonly ScriptedGroup _group = new()
    {
        View = Views.Group(
            Views.Lock(
                "orders/42",
                Views.Holds("shop, 4711 on web-1", 65, "charge the card"),
                Views.Waits("billing, 12 on web-2", 30, why: "shop, 4711 on web-1"),
                Views.Waits("worker, 13 on web-3", 10, why: "shop, 4711 on web-1")),
            Views.Lock("cache", Views.Holds("a", 5, null, VoteMode.Shared), Views.Holds("b", 4, null, VoteMode.Shared)),
            Views.Lock("split", Views.Waits("c", why: "on its way"))),
    };

    private Chromium Page => browser.Value;

    [ChromiumFact]
    public async Task A_row_tells_who_holds_a_lock_for_how_long_and_who_waits_and_why()
    {
        await using var server = await OpenAsync();
        Assert.Equal(["orders/42", "split", "cache"], Texts("#locks .name"));
        var row = Page.One("tr[data-name='orders/42']").Text;
        Assert.Contains("token 7", row, StringComparison.Ordinal);
        Assert.Contains("shop, 4711 on web-1", row, StringComparison.Ordinal);
        Assert.Contains("charge the card", row, StringComparison.Ordinal);
        Assert.Matches(@"\b1 min 0\d s\b", row);
        Assert.Matches(@"\b[5-9] s\b", Page.One("tr[data-name='orders/42'] .left").Text);
        Assert.Equal(
            ["billing, 12 on web-2", "worker, 13 on web-3"], Texts("tr[data-name='orders/42'] .queue li bdi"));
        Assert.Equal(["shop, 4711 on web-1 has all 3 votes"], Texts("tr[data-name='orders/42'] .why"));
        Assert.Equal(["all 3 votes are on their way"], Texts("tr[data-name='split'] .why"));
        Assert.Equal(["shared", "shared"], Texts("tr[data-name='cache'] .tag"));
        Assert.Equal("2 held · 2 waited for · 3 waiting · 3 of 3 members answer", Page.One("#summary").Text);
        Assert.Equal("Coterie: 2 held, 3 waiting", Page.Title);
        Quiet();
    }

    [ChromiumFact]
    public async Task It_follows_without_being_loaded_again()
    {
        await using var server = await OpenAsync();
        _group.View = Views.Group(Views.Lock("orders/42", Views.Holds("billing, 12 on web-2", 1)));
        Until("""document.querySelector("tr[data-name='orders/42'] .holder bdi").textContent === 'billing, 12 on web-2'""");
        Until("""document.querySelector("tr[data-name=cache]").textContent.includes('before: a and 1 more')""");
        _group.View = Views.Group();
        Until("""document.querySelector("tr[data-name='orders/42']").classList.contains('free')""");
        Until("document.title === 'Coterie: 0 held, 0 waiting'");
        Quiet();
    }

    [ChromiumFact]
    public async Task When_nobody_can_be_asked_any_more_it_says_so_and_does_not_blame_the_holders()
    {
        await using var server = await LiveServer.StartAsync(new OneLook(Views.Look(_group.View), "The node has ended."));
        Page.Open(server.Address);
        Until("document.body.classList.contains('old')");
        Assert.Matches(
            @"^Nobody could be asked: The node has ended\. What you see is \d+ s old\.$", Page.One("#banner").Text);
        Until("passed() > 6"); // as long as it would be a sign that a holder is gone
        Assert.Empty(Page.All(".silent"));
        Assert.Equal(["9 s", "9 s", "9 s"], Texts(".left"));
    }

    [ChromiumFact]
    public async Task Times_go_on_between_events()
    {
        await using var server = await LiveServer.StartAsync(new OneLook(Views.Look(_group.View)));
        Page.Open(server.Address);
        Until("document.querySelector('tr[data-name]')");
        var before = Page.One("tr[data-name='orders/42'] .since").Text;
        var sign = Page.Number("lastSign");
        Until($"document.querySelector(\"tr[data-name='orders/42'] .since\").textContent !== '{before}'");
        Assert.Equal(sign, Page.Number("lastSign")); // nothing has come meanwhile
    }

    [ChromiumFact]
    public async Task The_search_shows_what_contains_the_text_and_stays_in_the_address()
    {
        await using var server = await OpenAsync();
        Page.One("#search").SendKeys("WEB-3");
        Until("document.querySelectorAll('tr[data-name]').length === 1");
        Assert.Equal(["orders/42"], Texts("#locks .name"));
        Assert.Equal("?search=WEB-3", Page.Ask<string>("location.search"));

        Page.One("#search").SendKeys("x<b>");
        Until("document.querySelector('#locks .note').textContent.includes('WEB-3x<b>')");
        Assert.Equal("Nothing here contains “WEB-3x<b>”.", Page.One("#locks .note").Text.Split(". ")[0] + ".");

        Page.Open(new Uri($"{server.Address}?search=cache"));
        Until("document.querySelector('tr[data-name]')");
        Assert.Equal(["cache"], Texts("#locks .name"));
        Assert.Equal("cache", Page.Ask<string>("document.getElementById('search').value"));
        Quiet();
    }

    [ChromiumFact]
    public async Task When_it_is_cut_off_it_says_so_and_comes_back_by_itself()
    {
        var server = await OpenAsync();
        var port = server.Port;
        await server.DisposeAsync();
        Until("document.body.classList.contains('cut')");
        Assert.Matches(@"^No connection since \d\d:\d\d:\d\d; what you see is \d+ s old\.$", Page.One("#banner").Text);
        Assert.Equal("cut off", Page.One("#link").Text);
        Assert.NotEqual("1", Page.One("main").GetCssValue("opacity"));
        Assert.StartsWith("Cut off: ", Page.Title, StringComparison.Ordinal);
        Assert.Equal(["orders/42", "split", "cache"], Texts("#locks .name"));

        _group.View = Views.Group(Views.Lock("after", Views.Holds("x")));
        await using var again = await LiveServer.StartAsync(_group, port);
        Until("document.querySelector('tr[data-name=after]')");
        Until("!document.body.classList.contains('cut') && document.getElementById('banner').textContent === ''");
        Assert.All(Page.Complaints, line => Assert.Contains("net::ERR_", line, StringComparison.Ordinal));
    }

    [ChromiumFact]
    public async Task Too_few_members_are_told_in_the_banner_and_a_member_stands_out_by_words()
    {
        _group.View = Views.Group() with
        {
            Members =
            [
                Views.Member("a:1", sessions: new SessionView("x, 1 on y", TimeSpan.FromMinutes(125), TimeSpan.FromSeconds(1))),
                Views.Member("b:1", votes: false),
                Views.Member("c:1", answers: false, votes: false),
            ],
        };
        await using var server = await OpenAsync("document.querySelector('.member')");
        Assert.Equal(["✓ votes", "… recovers", "✕ does not answer"], Texts(".member .state"));
        Assert.Contains("x, 1 on y\nfor 2 h 05 min\nlast beat", Page.One(".member.votes").Text, StringComparison.Ordinal);
        Assert.Equal(
            ["c:1 does not answer. A majority does, so locks can be had.", "b:1 was restarted and does not vote yet."],
            Texts("#banner p"));

        var others = _group.View.Members.Skip(1).Select(member => member with { Answers = false });
        _group.View = _group.View with { Members = [_group.View.Members[0], .. others] };
        Until("document.getElementById('banner').textContent.includes('must')");
        Assert.Equal(
            ["Only 1 of 3 members answers, 2 must: no lock can be had, and some may be missing here."], Texts("#banner p"));
        Quiet();
    }

    [ChromiumFact]
    public async Task Without_locks_it_says_what_to_expect()
    {
        _group.View = Views.Group();
        await using var server = await OpenAsync("!document.getElementById('locks').hidden");
        const string expected = "No lock is held or waited for. As soon as a process asks for a lock, it appears here.";
        Assert.Equal(expected, Page.One("#locks .note").Text);
        Assert.False(Page.One("#locks table").Displayed);
    }

    [ChromiumFact]
    public async Task A_long_queue_is_shown_when_the_reader_asks_for_it_and_stays_open()
    {
        var crowd = Enumerable.Range(1, 250).Select(i => Views.Waits($"waiter-{i}")).ToList();
        _group.View = Views.Group(Views.Lock("a", [Views.Holds("x"), .. crowd]));
        await using var server = await OpenAsync();
        Assert.Equal(3, Page.All(".queue li").Count);
        var button = Page.One("#locks button[aria-expanded]");
        Assert.Equal(("247 more wait: show", "false"), (button.Text, button.GetAttribute("aria-expanded")));
        button.SendKeys(Keys.Enter);
        Until("document.querySelectorAll('.queue li').length === 200");
        Assert.Equal("Show fewer and 50 more wait", Page.One("#locks td .more").Text);
        Assert.Equal("Show fewer", Page.Ask<string>("document.activeElement.textContent"));
        _group.View = Views.Group(Views.Lock("a", [Views.Holds("y"), .. crowd[1..]]));
        Until("document.querySelector('.holder bdi').textContent === 'y'");
        Assert.Equal(200, Page.All(".queue li").Count);
        Assert.Equal("Show fewer", Page.Ask<string>("document.activeElement.textContent"));
        Quiet();
    }

    [ChromiumFact]
    public async Task The_strip_has_a_part_for_each_holder()
    {
        _group.View = Views.Group(Views.Lock("a", Views.Holds("x", 20)));
        await using var server = await OpenAsync();
        Assert.Equal("Last minute: held by x; nobody waited", Label());
        _group.View = Views.Group(Views.Lock("a", Views.Holds("y", 0), Views.Waits("z")));
        Until("document.querySelector('.strip').getAttribute('aria-label').includes('x and y')");
        Assert.Equal("Last minute: held by x and y; up to 1 waited", Label());
        Assert.Equal([1, 1, 1], ((string[])["h0", "h1", "w"]).Select(part => Parts(part)));

        string Label() => Page.One(".strip").GetAttribute("aria-label")!;
        int Parts(string part) => Page.One($".strip .{part}").GetAttribute("d")!.Count(letter => letter == 'M');
    }

    [ChromiumFact]
    public async Task What_others_have_chosen_is_text_and_what_cannot_be_seen_is_shown_by_its_number()
    {
        var member = Views.Member("a:1", sessions: new SessionView(Hostile, TimeSpan.FromSeconds(1), TimeSpan.Zero));
        _group.View = Views.Group(
            Views.Lock(Hostile, Views.Holds(Hostile, 1, Hostile), Views.Waits(Hostile, 1, Hostile, Hostile))) with
        { Members = [member] };
        await using var server = await OpenAsync();
        Assert.Empty(Page.All("main img"));
        Assert.StartsWith("Coterie: ", Page.Title, StringComparison.Ordinal);
        Assert.Equal(Hostile.Replace("\u202e", "\\u202e", StringComparison.Ordinal), Page.One("#locks .name").Text);
        Assert.DoesNotContain('\u202e', Page.Ask<string>("document.body.textContent"));
        Quiet();
    }

    [ChromiumTheory]
    [InlineData(360, 800)]
    [InlineData(700, 800)]
    [InlineData(1000, 800)]
    [InlineData(1920, 1080)]
    public async Task It_fits_into_every_width_even_with_the_longest_names(int width, int height)
    {
        var longest = new string('W', 512);
        var who = new string('M', 200);
        _group.View = Views.Group(
            [.. _group.View.Locks, Views.Lock(longest, Views.Holds(who, 100_000, who), Views.Waits(who, 1, who, who))]);
        using var preference = Page.Prefer(width, height);
        await using var server = await OpenAsync();
        Assert.Equal(0, Page.Number("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        const string wide = "[...document.querySelectorAll('td, .member')].filter(e => e.scrollWidth > e.clientWidth + 1)";
        Assert.Equal(0, Page.Number($"{wide}.length"));
        Quiet();
    }

    [ChromiumFact]
    public async Task It_has_a_dark_and_a_light_face_whose_words_stand_out_from_the_ground()
    {
        await using var server = await OpenAsync();
        foreach (var face in (string[])["light", "dark"])
        {
            using var preference = Page.Prefer(1300, 1000, ("prefers-color-scheme", face));
            var ground = Page.One("body").GetCssValue("background-color");
            Assert.Equal(face == "dark", Luminance(ground) < 0.5);
            foreach (var selector in (string[])["#locks .name", "th", ".why", ".member .state", "#summary", "button, #search"])
                Assert.True(Contrast(Page.One(selector).GetCssValue("color"), ground) >= 4.5, $"{face}: {selector}");
        }
    }

    [ChromiumFact]
    public async Task For_a_screen_reader_it_is_a_table_on_a_phone_too_and_only_the_banner_speaks()
    {
        using var preference = Page.Prefer(360, 800);
        await using var server = await OpenAsync();
        Assert.Equal("table", Page.One("#locks table").GetAttribute("role"));
        Assert.Equal(
            ["Lock", "Held by", "For", "Time left", "Waiting, in order, and why", "Last minutenow"],
            Page.All("#locks [role=columnheader]").Select(cell => cell.GetAttribute("textContent")!));
        Assert.Equal(3, Page.All("#locks tbody [role=row] > [role=rowheader]").Count);
        Assert.Equal(
            ["banner"], Page.All("[aria-live], [role=status], [role=alert]").Select(element => element.GetAttribute("id")!));
        Assert.Equal("search", Page.One("label").GetAttribute("for"));
        Page.Act.SendKeys("/").Perform();
        Assert.Equal("search", Page.Ask<string>("document.activeElement.id"));
    }

    [ChromiumFact]
    public async Task Ten_thousand_names_are_no_burden()
    {
        _group.View = Views.Group(
        [
            .. Enumerable.Range(0, 10_000).Select(i => Views.Lock(
                $"job/{i:00000}", i == 7_777 ? [Views.Holds($"x{i}"), Views.Waits("y")] : [Views.Holds($"x{i}", i)])),
        ]);
        await using var server = await OpenAsync();
        Assert.Equal(100, Page.All("tr[data-name]").Count);
        Assert.Equal(["job/07777", "job/09999", "job/09998"], Texts("#locks .name").Take(3));
        Assert.Equal(
            "9,900 more are not shown; these are the busiest. Search, or show 100 more",
            Page.One("#locks > .note:last-child").Text);
        Assert.StartsWith("10,000 held", Page.One("#summary").Text, StringComparison.Ordinal);

        Page.One("#locks > .note button").Click();
        Until("document.querySelectorAll('tr[data-name]').length === 200");
        Page.One("#search").SendKeys("job/0000");
        Until("document.querySelectorAll('tr[data-name]').length === 10");
        Quiet();
    }

    [ChromiumFact]
    public async Task Variables_have_values_readers_and_writers()
    {
        var look = new LiveLook(null, null, null, new LiveNames(
            [
                new LiveName(
                    "x",
                    [new LiveClaim("r", "10.0.0.1:4053", "read lock", true, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(7))],
                    [new LiveClaim("w", "10.0.0.2:4053", "write 5", false, TimeSpan.FromSeconds(2), null)],
                    0)
                { Value = "-3" },
                new LiveName("y", [], [], 0),
            ],
            IsComplete: true));
        await using var server = await LiveServer.StartAsync(new OneLook(look));
        Page.Open(server.Address);
        Until("document.querySelector('tr[data-name]')");
        Assert.Equal(["x", "y"], Texts("#variables .name"));
        Assert.Equal(["-3", "no value"], Texts("#variables .c-value:not(th)"));
        Assert.Equal(["read lock", "write 5"], Texts("#variables .tag"));
        Assert.False(Page.One("#locks").Displayed);
        Assert.False(Page.One("#members").Displayed);
        Assert.Equal("1 locked · 1 waiting", Page.One("#summary").Text);
        Quiet();
    }

    private static double Contrast(string one, string other)
    {
        var (light, dark) = (Luminance(one), Luminance(other));
        return (Math.Max(light, dark) + 0.05) / (Math.Min(light, dark) + 0.05);
    }

    // As the guidelines for accessible pages compute it.
    private static double Luminance(string colour)
    {
        var parts = colour[(colour.IndexOf('(', StringComparison.Ordinal) + 1)..^1].Split(',').Take(3)
            .Select(part => double.Parse(part, CultureInfo.InvariantCulture) / 255)
            .Select(part => part <= 0.03928 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToList();
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    private async Task<LiveServer> OpenAsync(string condition = "document.querySelector('tr[data-name]')")
    {
        var server = await LiveServer.StartAsync(_group);
        Page.Open(server.Address);
        Until(condition);
        return server;
    }

    private void Until(string condition) => Page.Until(condition);

    private IEnumerable<string> Texts(string selector) => Page.All(selector).Select(element => element.Text);

    private void Quiet() => Assert.Empty(Page.Complaints);

    /// <summary>Answers once, and then fails, or never answers again.</summary>
    private sealed class OneLook(LiveLook look, string? failure = null) : ILiveSource
    {
        private int _looks;

        public async Task<LiveLook> LookAsync(TimeSpan limit, CancellationToken cancellation)
        {
            if (Interlocked.Increment(ref _looks) == 1)
                return look;
            if (failure is null)
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            throw new InvalidOperationException(failure);
        }
    }
}
