using Coterie.Lab.Tracing;
using Coterie.Pictures.Tests.Support;
using OpenQA.Selenium;

namespace Coterie.Pictures.Tests.Page;

/// <summary>The page plays a run: keys, buttons, the slider, the address, and what it shows at each step.</summary>
[Collection(ChromiumTests.Name)]
public sealed class PlayerTests(Lazily<Chromium> browser)
{
    private const string First = "Event 1 of 114, at 29.6904 ms";

    private Chromium Page => browser.Value;

    [ChromiumFact]
    public void Right_and_left_go_from_event_to_event_in_the_order_of_the_trace()
    {
        var calm = Open();
        for (var i = 0; i < 12; i++)
        {
            Press(Keys.ArrowRight);
            var happened = calm.Trace.Events[i];
            Assert.Equal($"{happened.Process}.{happened.Number}", Page.One(".event.now").GetAttribute("data-event"));
        }
        Press(Keys.ArrowLeft);
        Assert.StartsWith("Event 11 of ", Count);
    }

    [ChromiumFact]
    public void Home_and_end_go_before_the_first_event_and_to_the_last()
    {
        var calm = Open();
        Press(Keys.End);
        var events = calm.Trace.Events.Count;
        Assert.StartsWith($"Event {events} of {events}, at 214.7268 ms", Count);
        Assert.False(Page.One("#next").Enabled);
        Press(Keys.Home);
        Assert.Equal($"{events} events", Count);
        Assert.Empty(Page.All(".event.now"));
        Assert.False(Page.One("#previous").Enabled);
    }

    [ChromiumFact]
    public void Each_step_says_what_happened_by_which_rule_and_what_state_the_process_is_in()
    {
        Open();
        Press(Keys.ArrowRight);
        Assert.Equal(
            "Process 4 asks with request 1.4 (timestamp 1 of process 4); sends request to 1..3, 5.", Page.One("#sentence").Text);
        Assert.StartsWith(
            "Ricart and Agrawala 1981, \"process which invokes mutual exclusion\": To enter, a process takes",
            Page.One("#rule").Text);
        Assert.Equal("waiting with 1.4, clock 1, missing 1..3, 5", State(4));
        Assert.Equal("thinking, clock 0", State(1));
        Assert.Contains("current", Page.All(".state")[3].GetAttribute("class"));
    }

    [ChromiumFact]
    public void Step_shows_its_messages_and_pales_what_comes_later()
    {
        Open();
        Press(Keys.ArrowRight);
        Assert.Equal(4, Page.All("path.message.now").Count);
        Assert.True(Page.One(".future").Displayed);
        Assert.NotEmpty(Page.All("path.message.later"));
        Press(Keys.End);
        Assert.Empty(Page.All("path.message.later"));
    }

    [ChromiumFact]
    public void What_belongs_to_a_violation_is_pale_until_its_step_comes()
    {
        Page.Open(Samples.Read("together"));
        Assert.True(Page.Ask<bool>("trace.messages.every(message => +message.parts[0].dataset.from === message.sent)"));
        Press(Keys.ArrowRight);
        const string Early = ".filter(element => element.dataset.at > trace.steps[player.now].at && !element.matches('.later'))";
        Assert.Equal(0, Page.Number($"[...svg.querySelectorAll('.guilt, .guilty-step')]{Early}.length"));
        Assert.NotEmpty(Page.All(".guilt.later"));
        Assert.NotEmpty(Page.All("path.message.guilty.later"));
        Press(Keys.End);
        Assert.Empty(Page.All(".guilt.later, .guilty-step.later, path.message.later"));
    }

    [ChromiumFact]
    public void Space_plays_to_the_end_and_pauses()
    {
        Open();
        Page.Ask<object>("document.getElementById('speed').value = 1000");
        Page.Ask<object>("document.getElementById('speed').append(new Option('', 1000, true, true))");
        Press(" ");
        Page.Until("document.getElementById('play').textContent === 'Play' && player.now === trace.steps.length - 1");
        Assert.False(Page.One("#next").Enabled);

        // From the end it begins again, and a second time the key pauses.
        Page.Ask<object>("document.getElementById('speed').value = 0.5");
        Press(" ");
        Page.Until("player.now === 0");
        Press(" ");
        Assert.Equal("Play", Page.One("#play").Text);
        Assert.Equal(First, Count);
    }

    [ChromiumFact]
    public void Slider_goes_to_the_last_event_up_to_its_time()
    {
        Open();
        Page.Ask<object>("document.getElementById('time').value = 30");
        Page.Ask<object>("document.getElementById('time').dispatchEvent(new Event('input'))");
        Assert.Equal(First, Count);
    }

    [ChromiumFact]
    public void Address_names_the_moment_and_the_back_button_undoes_a_jump()
    {
        Open();
        Press(Keys.ArrowRight);
        Assert.Equal("#at=29.6904ms", Page.Ask<string>("location.hash"));
        Press(Keys.End);
        Assert.StartsWith("#at=214.72", Page.Ask<string>("location.hash"));
        Page.Ask<object>("history.back()");
        Page.Until("player.now === 0");
        Assert.Equal(First, Count);
    }

    [ChromiumTheory]
    [InlineData("at=29.69ms", First)]
    [InlineData("at=29691us", First)]
    [InlineData("at=0.02969s", First)]
    [InlineData("event=1", First)]
    [InlineData("at=1ms", "114 events")]
    [InlineData("event=100000", "Event 114 of 114, at 214.7268 ms")]
    [InlineData("at=nonsense", First)]
    [InlineData("event=%E0%A4%A", First)]
    public void Page_follows_an_address_with_a_moment_and_ignores_nonsense(string moment, string count)
    {
        Open();
        Press(Keys.ArrowRight);
        Page.Ask<object>($"location.hash = '{moment}'");
        Page.Until($"document.getElementById('count').textContent === '{count}'");
        Assert.Empty(Page.Complaints);
    }

    [ChromiumFact]
    public void Clicking_on_a_step_of_the_list_goes_there()
    {
        Open();
        Page.One("#steps li:nth-child(3)").Click();
        Assert.StartsWith("Event 3 of ", Count);
        Assert.Equal("step", Page.One("#steps li:nth-child(3)").GetAttribute("aria-current"));
    }

    [ChromiumFact]
    public void Question_mark_shows_the_keys_and_escape_closes_them()
    {
        Open();
        Press("?");
        Assert.True(Page.One("#keys").Displayed);
        Press(Keys.Escape);
        Assert.False(Page.One("#keys").Displayed);
    }

    [ChromiumFact]
    public void Full_screen_shows_the_diagram_and_the_sentence()
    {
        Open();
        Press("f");
        Page.Until("document.fullscreenElement?.id === 'stage' && document.getElementById('lanes').style.zoom !== ''");
        Assert.True(Page.One("#sentence").Displayed);
        Press("f");
        Page.Until("document.fullscreenElement === null && document.getElementById('lanes').style.zoom === ''");
    }

    [ChromiumFact]
    public void Pointer_finds_the_event_below_it_in_larger_lanes()
    {
        Open();
        Page.Ask<object>("document.getElementById('lanes').style.zoom = 1.5");
        Page.Draw();
        Page.Act.MoveToElement(Page.One("[data-event='4.4']")).Perform();
        Assert.Equal("4.4", Page.One(".chosen").GetAttribute("data-event"));
    }

    [ChromiumFact]
    public void On_paper_the_whole_run_fits_the_page_and_afterwards_the_view_is_as_before()
    {
        Open();
        Page.One("#zoom-in").Click();
        Page.Draw();
        var before = Page.Number("view.scrollWidth");
        Page.Ask<bool>("dispatchEvent(new Event('beforeprint'))");
        Assert.StartsWith("0 0 1200 ", Page.Ask<string>("svg.getAttribute('viewBox')"));
        Assert.True(Page.Ask<bool>("[...svg.querySelectorAll('g.inside rect')].every(bar => bar.getAttribute('x') <= 1200)"));
        Page.Ask<bool>("dispatchEvent(new Event('afterprint'))");
        Page.Draw();
        Assert.False(Page.Ask<bool>("svg.hasAttribute('viewBox')"));
        Assert.Equal(before, Page.Number("view.scrollWidth"), 1.0);
    }

    [ChromiumFact]
    public void Without_scripts_the_steps_and_rules_are_there()
    {
        using var plain = new Chromium(runsScripts: false);
        plain.Open(Samples.Read("calm"));
        Assert.True(plain.One("#steps li").Displayed);
        Assert.True(plain.One("#rules li").Displayed);
        Assert.False(plain.One("#player").Displayed);
    }

    private string Count => Page.One("#count").Text;

    private string State(int process) => Page.All(".state")[process - 1].Text.ReplaceLineEndings(" ");

    private void Press(string key)
    {
        Page.Act.SendKeys(key).Perform();
        Page.Draw();
    }

    private TraceIndex Open()
    {
        var calm = Samples.Read("calm");
        Page.Open(calm);
        return calm;
    }
}
