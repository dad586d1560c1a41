using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Explaining;
using Coterie.Pictures.Tests.Support;
using OpenQA.Selenium;

namespace Coterie.Pictures.Tests.Page;

/// <summary>The page in a browser: what happens when a reader points, clicks or presses a key.</summary>
[Collection(ChromiumTests.Name)]
public sealed class PageTests(Lazily<Chromium> browser)
{
    private Chromium Page => browser.Value;

    [ChromiumFact]
    public void Page_opens_from_a_file_and_loads_nothing_else()
    {
        Page.Open(Samples.Read("calm"));
        Assert.Equal("ricart-agrawala, 5 processes, seed 42", Page.Title);
        Assert.Equal(0, Page.Ask<long>("performance.getEntriesByType('resource').length"));
        Assert.Empty(Page.Complaints);
    }

    [ChromiumFact]
    public void Pointing_at_an_event_shows_its_details_and_dims_what_is_not_in_its_past()
    {
        Page.Open(Samples.Read("calm"));
        Page.Act.MoveToElement(Page.One("[data-event='4.4']")).Perform();
        var details = Page.One("#details").Text;
        Assert.Contains("38.9334 ms: Process 4 receives reply 1.4 from Process 1", details);
        Assert.Contains("Vector clock: P1 1, P2 1, P3 1, P4 4", details);
        Assert.Equal(
            ["1.1", "2.1", "3.1", "4.1", "4.2", "4.3", "4.4"],
            Page.All(".event.past").Select(dot => dot.GetAttribute("data-event")).Order());
        Assert.NotEqual("1", Page.One("[data-event='5.1']").GetCssValue("opacity"));

        Page.Act.MoveToElement(Page.One("h1")).Perform();
        Assert.Empty(Page.All(".tracing"));
        Assert.Equal("1", Page.One("[data-event='5.1']").GetCssValue("opacity"));
    }

    [ChromiumFact]
    public void Up_and_down_go_to_the_event_of_the_next_process_that_is_closest_in_time()
    {
        Page.Open(Samples.Read("calm"));
        Page.Act.MoveToElement(Page.One("[data-event='4.1']")).Click().SendKeys(Keys.ArrowUp).Perform();
        Assert.StartsWith("3.", Page.One(".chosen").GetAttribute("data-event"));
        Page.Act.SendKeys(Keys.ArrowDown).Perform();
        Assert.StartsWith("4.", Page.One(".chosen").GetAttribute("data-event"));
        Page.Act.SendKeys(Keys.Escape).Perform();
        Assert.Empty(Page.All(".chosen"));
    }

    [ChromiumFact]
    public void Clicking_on_the_bar_of_an_entry_explains_it_and_shows_its_path()
    {
        var calm = Samples.Read("calm");
        Page.Open(calm);
        Page.One("g.inside[data-entry='3'] rect").Click();
        Page.Draw();
        var explanation = Explanation.Of(calm, calm.Entries[2]);
        Assert.Equal(explanation.Sentences, Page.All("#explanation li").Select(item => item.Text));
        Assert.Equal(explanation.Parts.Count, Page.All(".critical").Count);
        Assert.Equal(Page.Edge("g.inside[data-entry='3'] rect", "left"), Page.Edge(".critical:last-child", "right"), 2.0);

        Page.Act.SendKeys(Keys.Escape).Perform();
        Page.Draw();
        Assert.Empty(Page.All(".critical"));
        Assert.Equal("Click on a bar to see why the process had to wait.", Page.One("#explanation").Text);
    }

    [ChromiumFact]
    public void Enter_on_a_bar_explains_it_too()
    {
        Page.Open(Samples.Read("calm"));
        Page.Ask<object>("svg.querySelector('g.inside[data-entry=\"2\"]').focus()");
        Page.Act.SendKeys(Keys.Enter).Perform();
        Page.Draw();
        Assert.StartsWith("Entry 2: Process 1 is inside", Page.One("#explanation").Text);
    }

    [ChromiumFact]
    public void Button_turns_the_page_dark_and_light_again()
    {
        Page.Open(Samples.Read("calm"));
        var light = Ground();
        Page.One("#theme").Click();
        Assert.NotEqual(light, Ground());
        Assert.Equal("Light", Page.One("#theme").Text);
        Page.One("#theme").Click();
        Assert.Equal(light, Ground());
    }

    [ChromiumFact]
    public void Names_of_a_trace_are_text_and_not_code()
    {
        var calm = Samples.Read("calm").Trace;
        const string Name = "</script><img src=x onerror=alert(1)>&\"'";
        Page.Open(new TraceIndex(calm with
        {
            Header = calm.Header with { Algorithm = Name },
            Events = [.. calm.Events.Select(happened => happened.Message is null ? happened : happened with { Message = Name })],
        }));
        Assert.StartsWith(Name, Page.One("h1").Text);
        Assert.Empty(Page.All("img"));
        Assert.Empty(Page.Complaints);
    }

    [ChromiumFact]
    public void Without_scripts_the_diagram_is_there_and_the_explanations_open()
    {
        using var plain = new Chromium(runsScripts: false);
        plain.Open(Samples.Read("calm"));
        Assert.True(plain.One(".inside rect").Displayed);
        Assert.True(plain.One("noscript p").Displayed);
        Assert.False(plain.One("#theme").Displayed);
        plain.One("details[data-entry='3'] summary").Click();
        Assert.True(plain.One("details[data-entry='3'] li").Displayed);
    }

    private string Ground() => Page.One("body").GetCssValue("background-color");
}
