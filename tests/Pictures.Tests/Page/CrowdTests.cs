using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Pictures;
using Coterie.Pictures.Tests.Support;
using OpenQA.Selenium;

namespace Coterie.Pictures.Tests.Page;

/// <summary>The page of a run with many processes: lanes first, messages on demand.</summary>
[Collection(ChromiumTests.Name)]
public sealed class CrowdTests(Lazily<Chromium> browser)
{
    private Chromium Page => browser.Value;

    [Theory]
    [InlineData(20, null)]
    [InlineData(60, "The picture leaves out ")]
    public void Page_of_thirty_processes_is_smaller_than_a_megabyte_and_says_what_is_left_out(int seconds, string? leftOut)
    {
        var settings = Runs.Settings(30, 1000 * seconds, seed: 7, think: "1s..3s", hold: "1s..3s", latency: "1ms");
        var page = new StringWriter();
        var run = Runs.Trace(settings with { Simulation = settings.Simulation with { ResendInterval = TimeSpan.FromHours(1) } });
        var said = HtmlPicture.Write(new TraceIndex(run), new PictureOptions(), page);
        Assert.InRange(page.ToString().Length, 100_000, 1_000_000);
        Assert.StartsWith(leftOut ?? "", said ?? "");
        Assert.Equal(leftOut is null, said is null);
    }

    [ChromiumFact]
    public void Lanes_are_shown_first_and_the_messages_of_what_the_reader_picks()
    {
        var thirty = Open();
        Assert.NotEmpty(Page.All("g.inside rect"));
        Assert.Equal(0, Shown);
        Page.One(".row[data-process='3'] text").Click();
        Assert.Equal(Count(thirty, message => message.From.Value == 3 || message.To.Value == 3), Shown);
        Page.One(".row[data-process='3'] text").Click();
        Assert.Equal(0, Shown);
    }

    [ChromiumFact]
    public void Entry_that_is_picked_shows_the_messages_about_its_request()
    {
        var thirty = Open();
        Page.One("details[data-entry='2'] summary").Click();
        Page.Draw();
        Assert.Equal(Count(thirty, message => message.Request == thirty.Entries[1].Request), Shown);
        Page.Act.SendKeys(Keys.Escape).Perform();
        Assert.Equal(0, Shown);
    }

    [ChromiumFact]
    public void Messages_can_be_shown_all_on_the_critical_path_or_by_kind()
    {
        var thirty = Open();
        Show("all");
        Assert.Equal(Count(thirty, _ => true), Shown);
        Page.One("#kinds input").Click();
        Assert.Equal(Count(thirty, message => message.Name != "request"), Shown);
        Page.One("#kinds input").Click();
        Show("path");
        Assert.InRange(Shown, 1, Count(thirty, _ => true) / 4);
        Show("none");
        Assert.Equal(0, Shown);
    }

    [ChromiumFact]
    public void Step_shows_its_messages_even_in_a_crowd()
    {
        var thirty = Open();
        Page.Act.SendKeys(Keys.ArrowRight).Perform();
        Assert.Equal(thirty.SentBy(thirty.Trace.Events[0]).Count, Shown);
    }

    [ChromiumFact]
    public void Pages_with_and_without_drawn_messages_draw_them_alike()
    {
        var lossy = Samples.Read("lossy");
        Page.Open(lossy);
        var drawn = Page.Ask<string>(Arrows);
        Assert.Equal(drawn, Page.Ask<string>($$"""
            (() => {
              svg.querySelectorAll("path.message").forEach(arrow => arrow.remove());
              create(svg, "g", { class: "messages" });
              drawOnDemand(svg, trace, false);
              return {{Arrows}};
            })()
            """));
    }

    [ChromiumFact]
    public void Phone_scrolls_nothing_sideways_and_has_the_states_below()
    {
        Open();
        using (Page.Prefer(390, 844))
        {
            Assert.True(Page.Ask<bool>("document.documentElement.scrollWidth <= innerWidth"));
            Assert.True(Page.Edge("#states", "top") >= Page.Edge("#view", "bottom"));
        }
    }

    private const string Arrows = """
        [...svg.querySelectorAll("path.message")].map(arrow => [arrow.getAttribute("class").replace(/ (cut|now|later|off)/g, ""),
          ...["from", "to", "y1", "y2", "ended"].map(name => arrow.dataset[name])].join(" ")).sort().join("\n")
        """;

    private long Shown => Page.Ask<long>("svg.querySelectorAll('path.message:not(.off)').length");

    private static long Count(TraceIndex run, Func<TraceMessage, bool> isCounted) => run.Messages.Count(isCounted);

    private void Show(string which) => Page.One($"#messages option[value='{which}']").Click();

    private TraceIndex Open()
    {
        var thirty = Samples.Read("thirty");
        Page.Open(thirty);
        return thirty;
    }
}
