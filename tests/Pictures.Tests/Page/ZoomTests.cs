using System.Globalization;
using Coterie.Pictures.Tests.Support;
using OpenQA.Selenium;
using OpenQA.Selenium.Interactions;

namespace Coterie.Pictures.Tests.Page;

/// <summary>The scale of the page: everything stays at its time while the reader zooms.</summary>
[Collection(ChromiumTests.Name)]
public sealed class ZoomTests(Lazily<Chromium> browser)
{
    private Chromium Page => browser.Value;


    [ChromiumFact]
    public void Wheel_zooms_around_the_pointer_and_the_button_goes_back()
    {
        Page.Open(Samples.Read("calm"));
        var before = Left("4.8");
        var (left, right) = (Left("4.1"), Left("4.8"));
        var origin = new WheelInputDevice.ScrollOrigin { Element = Page.One("[data-event='4.8']") };
        Page.Act.KeyDown(Keys.Control).ScrollFromOrigin(origin, 0, -200).KeyUp(Keys.Control).Perform();
        Page.Draw();
        Assert.Equal(before, Left("4.8"), 1.5);
        Page.One("#zoom-in").Click();
        Page.Draw();
        Page.One("#zoom-all").Click();
        Page.Draw();
        Assert.Equal((left, right), (Left("4.1"), Left("4.8")));
    }

    [ChromiumFact]
    public void Labels_that_would_overlap_in_a_narrow_window_are_hidden()
    {
        Page.Open(Samples.Read("votes"));
        const string Shown = "[...svg.querySelectorAll('.asked, .did')].filter(label => label.style.visibility !== 'hidden')";
        var labels = Page.Number($"{Shown}.length");
        using var phone = Page.Prefer(320, 844);
        Assert.InRange(Page.Number($"{Shown}.length"), 1, labels - 1);
        Assert.Equal(0, Page.Number($$"""
            {{Shown}}.filter((one, i, all) => all.slice(i + 1).some(other => {
              const [a, b] = [one, other].map(label => label.getBoundingClientRect());
              return a.top === b.top && a.left < b.right && b.left < a.right;
            })).length
            """));
    }

    [ChromiumFact]
    public void Zooming_in_keeps_everything_to_scale()
    {
        Page.Open(Samples.Read("calm"));
        var before = PixelsPerMillisecond();
        Page.One("#zoom-in").Click();
        Page.Draw();
        Assert.Equal(2 * before, PixelsPerMillisecond(), 0.01);
    }

    [ChromiumFact]
    public void Showing_an_entry_in_the_diagram_zooms_to_its_wait()
    {
        Page.Open(Samples.Read("calm"));
        Page.One("details[data-entry='3'] summary").Click();
        Page.Draw();
        Page.One("#explanation button").Click();
        Page.Draw();
        var shown = Page.Edge("g.inside[data-entry='3'] rect", "right") - Page.Edge("g.waiting[data-entry='3'] rect", "left");
        Assert.Equal(10 / 12.0, shown / Page.Number("view.clientWidth - 104"), 0.01);
    }

    [ChromiumFact]
    public void Two_fingers_zoom_by_how_far_they_move_apart()
    {
        Page.Open(Samples.Read("calm"));
        var before = PixelsPerMillisecond();
        const string Touch = """
            ((kind, ...xs) => view.dispatchEvent(new TouchEvent(kind, {
                cancelable: true,
                touches: xs.map((clientX, identifier) => new Touch({ identifier, target: view, clientX, clientY: 200 })) })))
            """;
        Page.Ask<bool>($"{Touch}('touchstart', 600, 700)");
        Page.Ask<bool>($"{Touch}('touchmove', 500, 800)");
        Page.Draw();
        Assert.Equal(3 * before, PixelsPerMillisecond(), 0.01);
    }

    [ChromiumFact]
    public void Dragging_moves_the_picture_along()
    {
        Page.Open(Samples.Read("calm"));
        Page.One("#zoom-in").Click();
        Page.Draw();
        var before = Page.Number("view.scrollLeft");
        Page.Act.MoveToElement(Page.One("#view"), 0, -170).ClickAndHold().MoveByOffset(-100, 0).Release().Perform();
        Page.Draw();
        Assert.Equal(before + 100, Page.Number("view.scrollLeft"), 1.0);
    }

    [ChromiumFact]
    public void Narrow_window_scrolls_nothing_but_the_diagram()
    {
        Page.Open(Samples.Read("calm"));
        Page.Resize(500, 800);
        Assert.True(Page.Ask<bool>("document.documentElement.scrollWidth <= innerWidth"));
        Assert.InRange(Left("4.8"), 0, 500);
        Page.Resize(1300, 1000);
    }

    // The scale of all visible events. Each of them must be at the place of its time.
    private double PixelsPerMillisecond()
    {
        var dots = Page.All(".event").Where(dot => dot.Displayed)
            .Select(dot => (At: Number(dot.GetAttribute("data-at")), X: Number(dot.GetAttribute("cx"))))
            .OrderBy(dot => dot.At).ToList();
        var scale = (dots[^1].X - dots[0].X) / (dots[^1].At - dots[0].At);
        Assert.All(dots, dot => Assert.Equal(dots[0].X + scale * (dot.At - dots[0].At), dot.X, 0.01));
        return scale;
    }

    private double Left(string key) => Page.Edge($"[data-event='{key}']", "left");

    private static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);
}
