using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Xunit.Abstractions;

namespace Akka.TestKit.Tests;

/// <summary>The system that a test begins with and its end.</summary>
public sealed class SetupTests
{
    private sealed class Kit : Xunit2.TestKit
    {
        public Kit() { }

        public Kit(ActorSystem system) : base(system) { }

        public Kit(Config config, string name) : base(config, name) { }

        public Kit(ActorSystemSetup setup, string name) : base(setup, name) { }

        public Kit(string config, ITestOutputHelper output) : base(config, output) { }

        public bool AfterAllRan { get; private set; }

        protected override void AfterAll()
        {
            base.AfterAll();
            AfterAllRan = true;
        }
    }

    [Fact]
    public void A_test_without_wishes_has_a_system_of_its_own()
    {
        using var kit = new Kit();

        Assert.Equal("test", kit.Sys.Name);
        Assert.StartsWith("akka://test/system/", kit.TestActor.Path.ToString());
    }

    [Fact]
    public void A_test_brings_its_configuration_and_name()
    {
        using var kit = new Kit(ConfigurationFactory.ParseString("my.value = 1"), "mine");

        Assert.Equal("mine", kit.Sys.Name);
        Assert.Equal(1, kit.Sys.Settings.Config.GetInt("my.value"));
        Assert.Equal(TimeSpan.FromSeconds(3), kit.TestKitSettings.SingleExpectDefault);
    }

    [Fact]
    public void A_test_brings_a_setup()
    {
        var bootstrap = BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString("my.value = 1"));

        using var kit = new Kit(ActorSystemSetup.Create(bootstrap), "mine");

        Assert.Equal("mine", kit.Sys.Name);
        Assert.Equal(1, kit.Sys.Settings.Config.GetInt("my.value"));
        kit.TestActor.Tell("hello");
        kit.ExpectMsg("hello");
    }

    [Fact]
    public void A_test_brings_a_system_that_knows_nothing_of_tests()
    {
        using var kit = new Kit(ActorSystem.Create("plain"));

        kit.TestActor.Tell("hello");

        kit.ExpectMsg("hello");
    }

    [Fact]
    public void A_system_without_the_listener_gives_an_event_filter_nothing_to_find()
    {
        using var kit = new Kit(ActorSystem.Create("plain"));

        Assert.ThrowsAny<Exception>(
            () => kit.EventFilter.Warning("seen").ExpectOne(TimeSpan.FromMilliseconds(1), () => kit.Log.Warning("seen")));
    }

    [Fact]
    public async Task The_system_ends_with_the_test()
    {
        var kit = new Kit();

        kit.Dispose();

        await kit.Sys.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(kit.AfterAllRan);
    }

    [Fact]
    public void Ending_twice_is_no_mistake()
    {
        var kit = new Kit();

        kit.Dispose();
        kit.Dispose();
    }

    [Fact]
    public void The_log_goes_to_the_output_of_the_test()
    {
        var output = new Lines();
        using var kit = new Kit("akka.loglevel = INFO", output);

        kit.EventFilter.Info("hello output").ExpectOne(() => kit.Log.Info("hello output"));

        kit.AwaitCondition(() => output.Text.Contains("hello output"), TimeSpan.FromSeconds(10));
    }

    private sealed class Lines : ITestOutputHelper
    {
        private readonly List<string> _lines = [];

        public string Text
        {
            get
            {
                lock (_lines)
                    return string.Join('\n', _lines);
            }
        }

        public void WriteLine(string message)
        {
            lock (_lines)
                _lines.Add(message);
        }

        public void WriteLine(string format, params object[] args) => WriteLine(string.Format(format, args));
    }
}
