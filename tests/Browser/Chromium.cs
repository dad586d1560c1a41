using System.Drawing;
using System.Globalization;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Interactions;

namespace Coterie.Tests.Browser;

/// <summary>A Chromium without a window.</summary>
public sealed class Chromium : IDisposable
{
    private static readonly string? Browser = Find("chromium", "chromium-browser", "google-chrome");
    private static readonly string? Driver = Find("chromedriver");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-pages");
    private readonly ChromeDriver _driver;
    private readonly bool _runsScripts;

    /// <summary>Starts it.</summary>
    public Chromium() : this(runsScripts: true)
    {
    }

    /// <summary>Starts one that runs scripts or not.</summary>
    public Chromium(bool runsScripts)
    {
        _runsScripts = runsScripts;
        var options = new ChromeOptions { BinaryLocation = Browser };
        options.AddArguments(
            "--headless=new",
            "--window-size=1300,1000",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking");
        if (Environment.IsPrivilegedProcess)
            options.AddArgument("--no-sandbox");
        if (!runsScripts)
            options.AddUserProfilePreference("profile.managed_default_content_settings.javascript", 2);
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        var service = ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(Driver), Path.GetFileName(Driver));
        service.SuppressInitialDiagnosticInformation = true;
        _driver = new ChromeDriver(service, options);
        _driver.Manage().Timeouts().AsynchronousJavaScript = TimeSpan.FromSeconds(50);
    }

    /// <summary>Why there is none; null if there is one.</summary>
    public static string? Missing => Browser is not null && Driver is not null
        ? null
        : "Chromium and its driver are not installed; on Debian: apt-get install chromium chromium-driver";

    /// <summary>Opens a page that is written to a file, and waits until it is drawn.</summary>
    public void Open(Action<TextWriter> page)
    {
        var path = Path.Combine(_folder.FullName, "page.html");
        using (var file = File.CreateText(path))
            page(file);
        Open(new Uri(path));
    }

    /// <summary>Opens a page, and waits until it is drawn.</summary>
    public void Open(Uri page)
    {
        _driver.Navigate().GoToUrl(page);
        if (_runsScripts)
            Draw();
    }

    public string Title => _driver.Title;

    public Actions Act => new(_driver);

    /// <summary>The errors of the page.</summary>
    public IEnumerable<string> Complaints => _driver.Manage().Logs.GetLog(LogType.Browser).Select(entry => entry.Message);

    public IWebElement One(string selector) => _driver.FindElement(By.CssSelector(selector));

    public IReadOnlyList<IWebElement> All(string selector) => _driver.FindElements(By.CssSelector(selector));

    /// <summary>The value of an expression in the page.</summary>
    public T Ask<T>(string expression) => (T)_driver.ExecuteScript($"return {expression}")!;

    /// <summary>The value of a number in the page.</summary>
    public double Number(string expression) =>
        Convert.ToDouble(_driver.ExecuteScript($"return {expression}"), CultureInfo.InvariantCulture);

    /// <summary>The place in the window of an edge of the element that a selector finds.</summary>
    public double Edge(string selector, string side) =>
        Number($"document.querySelector(`{selector}`).getBoundingClientRect().{side}");

    /// <summary>Waits until the page has drawn what it put off.</summary>
    public void Draw() =>
        _driver.ExecuteAsyncScript(
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()));");

    public void Resize(int width, int height)
    {
        _driver.Manage().Window.Size = new Size(width, height);
        Draw();
    }

    /// <summary>Waits until an expression in the page is true.</summary>
    public void Until(string expression) => _driver.ExecuteAsyncScript(
        $"const done = arguments[0]; (function look() {{ ({expression}) ? done() : setTimeout(look, 20); }})();");

    /// <summary>Shows pages as a reader sees them on a screen of this size who prefers this, until it is disposed.</summary>
    public IDisposable Prefer(int width, int height, params (string Feature, string Value)[] preferences)
    {
        _driver.ExecuteCdpCommand(
            "Emulation.setDeviceMetricsOverride",
            new Dictionary<string, object?>
            {
                ["width"] = width,
                ["height"] = height,
                ["deviceScaleFactor"] = 1,
                ["mobile"] = false,
            });
        Emulate(preferences);
        Draw();
        return new Preference(this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _driver.Quit();
        _driver.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Emulate(params (string Feature, string Value)[] preferences) => _driver.ExecuteCdpCommand(
        "Emulation.setEmulatedMedia",
        new Dictionary<string, object?>
        {
            ["features"] = preferences
                .Select(one => new Dictionary<string, object?> { ["name"] = one.Feature, ["value"] = one.Value }).ToArray(),
        });

    private static string? Find(params string[] names) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    private sealed class Preference(Chromium page) : IDisposable
    {
        public void Dispose()
        {
            page._driver.ExecuteCdpCommand("Emulation.clearDeviceMetricsOverride", []);
            page.Emulate();
        }
    }
}
