using Coterie.Actors.Locks;
using Coterie.Actors.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Coterie.Hosting.Tests;

/// <summary>
/// Options come from the section and the delegate, and wrong ones are refused together before anything is opened.
/// </summary>
public sealed class OptionsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coterie-options").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_option_can_be_in_the_section()
    {
        var options = Read("""
            {
              "coterie": {
                "listen": "127.0.0.1:1",
                "Members": [ "127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3" ],
                "Lease": "00:00:02.5",
                "IsNew": true,
                "DataFolder": "/var/lib/coterie",
                "KeepsVotes": "false",
                "Holder": "the nightly job",
                "TagsLockNames": true,
                "Tls": { "CertificateFile": "a.pem", "KeyFile": "a.key", "AuthorityFile": "b.pem" },
                "ConfigFiles": [ "a.conf", "b.conf" ],
                "StopsApplication": false
              }
            }
            """);
        Assert.Equal("127.0.0.1:1", options.Listen);
        Assert.Equal(["127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"], options.Members);
        Assert.Equal(TimeSpan.FromSeconds(2.5), options.Lease);
        Assert.True(options.IsNew);
        Assert.Equal("/var/lib/coterie", options.DataFolder);
        Assert.False(options.KeepsVotes);
        Assert.Equal("the nightly job", options.Holder);
        Assert.True(options.TagsLockNames);
        Assert.Equal(
            ("a.pem", "a.key", "b.pem"), (options.Tls.CertificateFile, options.Tls.KeyFile, options.Tls.AuthorityFile));
        Assert.Equal(["a.conf", "b.conf"], options.ConfigFiles);
        Assert.False(options.StopsApplication);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "Coterie": {} }""")]
    [InlineData("""{ "Coterie": { "Listen": null, "Members": [], "Lease": null, "Tls": {} } }""")]
    public void What_the_section_does_not_say_has_its_default(string json)
    {
        var options = Read(json);
        Assert.Null(options.Listen);
        Assert.Empty(options.Members);
        Assert.Equal(TimeSpan.FromSeconds(10), options.Lease);
        Assert.True(options is { IsNew: false, KeepsVotes: true, StopsApplication: true });
        Assert.True(options is { TagsLockNames: false, Tls.CertificateFile: null });
    }

    [Fact]
    public void The_delegate_comes_after_the_section()
    {
        var options = Read(
            """{ "Coterie": { "Lease": "00:00:02", "Holder": "section" } }""",
            given => given.Holder = $"delegate after {given.Holder}");
        Assert.Equal((TimeSpan.FromSeconds(2), "delegate after section"), (options.Lease, options.Holder));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once_and_the_application_does_not_start()
    {
        var config = Path.Combine(_folder, "a.conf");
        await File.WriteAllTextAsync(config, "coterie.node.mots-connections = 3\n");
        var trusted = Path.Combine(_folder, "b.pem");
        await File.WriteAllTextAsync(trusted, "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n");
        var failures = await RefusedAsync($$"""
            {
              "Coterie": {
                "Listen": "127.1:1",
                "Members": [ "127.0.0.1:1", "a b", "127.0.0.1:1", "127.0.0.1:0" ],
                "Lease": "10",
                "IsNew": "perhaps",
                "KeepsVotes": [ true ],
                "Mebmers": [ "127.0.0.1:1" ],
                "Tls": { "CertificateFile": "/no/such.pem", "AuthorityFile": "{{trusted}}", "Key": "a.key" },
                "ConfigFiles": [ "{{config}}" ],
                "StopsApplication": { "really": true }
              }
            }
            """, given => given.Holder = new string('x', 201));
        const string Place = "must be HOST or HOST:PORT, such as 10.0.0.1:4053 or [::1]:4053, the port from 0 to 65535";
        Assert.Equal(
            [
                "Coterie:IsNew must be true or false, was [perhaps]",
                "Coterie:KeepsVotes must be true or false, was [a section or a list]",
                "Coterie:Lease must be a time span such as 00:00:10, was [10]",
                "Coterie:Mebmers is not an option; Coterie has Listen, Members, Lease, IsNew, DataFolder, KeepsVotes, Holder, "
                    + "TagsLockNames, Tls, ConfigFiles, StopsApplication",
                "Coterie:StopsApplication must be true or false, was [a section or a list]",
                "Coterie:Tls:Key is not an option; Coterie:Tls has CertificateFile, KeyFile, AuthorityFile",
                $"Coterie:Listen {Place}, was [127.1:1]",
                $"Coterie:Members[1] {Place}, was [a b]",
                "Coterie:Members must be different addresses, was [127.0.0.1:1] 2 times",
                "Coterie:Members[3] must have a port above 0, was [127.0.0.1:0]",
                "Coterie:Holder must have at most 200 characters, was [201 characters]",
                $"Coterie:ConfigFiles: {config}, line 1, column 1: coterie.node.mots-connections is not a setting (did you mean "
                    + "coterie.node.most-connections?)",
            ],
            failures.SkipLast(3));
        Assert.StartsWith(
            "Coterie:Tls:CertificateFile must be a file with a certificate in PEM, was [/no/such.pem]: ",
            failures[^3],
            StringComparison.Ordinal);
        Assert.Equal("Coterie:Tls:KeyFile must be given, since TLS needs all three files, was []", failures[^2]);
        Assert.StartsWith(
            $"Coterie:Tls:AuthorityFile must be a file with the certificates of an authority in PEM, was [{trusted}]: ",
            failures[^1],
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Coterie": "10.0.0.1" }""", "Coterie must be a section, was [10.0.0.1]")]
    [InlineData("""{ "Coterie": { "Members": "10.0.0.1" } }""", "Coterie:Members must be a list, was [10.0.0.1]")]
    [InlineData(
        """{ "Coterie": { "Members": { "first": "10.0.0.1" } } }""",
        "Coterie:Members must be a list, was [a section with first]")]
    [InlineData(
        """{ "Coterie": { "Members": [ [ "10.0.0.1" ] ] } }""",
        "Coterie:Members:0 must be a text, was [a section or a list]")]
    [InlineData(
        """{ "Coterie": { "Tls": { "KeyFile": [ "secret" ] } } }""",
        "Coterie:Tls:KeyFile must be a text, was [a section or a list]")]
    [InlineData("""{ "Coterie": { "Lease": "00:00:00.9" } }""", "Coterie:Lease must be from 1 s to 1 h, was [0.9 s]")]
    [InlineData("""{ "Coterie": { "ConfigFiles": [ "/no/such.conf" ] } }""", "Coterie:ConfigFiles: /no/such.conf: ")]
    public async Task A_wrong_shape_is_named(string json, string failure) =>
        Assert.StartsWith(failure, Assert.Single(await RefusedAsync(json)), StringComparison.Ordinal);

    [Fact]
    public async Task Lists_that_are_null_are_named() => Assert.Equal(
        ["Coterie:Members must be a list, was []", "Coterie:ConfigFiles must be a list, was []"],
        await RefusedAsync("{}", given => (given.Members, given.ConfigFiles) = (null!, null!)));

    [Fact]
    public async Task A_port_that_is_taken_ends_the_start_with_a_sentence()
    {
        var address = FreePorts.TakeAddresses(1)[0];
        await using var first = await Application.StartAsync(given => (given.Listen, given.Members) = (address, [address]));
        var second = Application.Make(
            builder => builder.Services.AddCoterie(given => (given.Listen, given.Members) = (address, [address])));
        var refused = await Assert.ThrowsAsync<NodeException>(() => second.Host.StartAsync());
        Assert.StartsWith(
            $"The address to listen on must be one of this machine's, with a free port, was [{address}]: ",
            refused.Message,
            StringComparison.Ordinal);
        var call = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await second.Coterie.AcquireAsync("a", Application.Patience, CancellationToken.None));
        Assert.Equal($"Coterie could not be started: {refused.Message}", call.Message);
        Assert.Equal(call.Message, Assert.Throws<InvalidOperationException>(() => second.Coterie.CheckHealth()).Message);
    }

    private static CoterieHostOptions Read(string json, Action<CoterieHostOptions>? configure = null)
    {
        var application = Application.Make(builder => builder.Services.AddCoterie(configure), json);
        var options = new CoterieHostOptions();
        foreach (var step in application.Host.Services.GetServices<IConfigureOptions<CoterieHostOptions>>())
            step.Configure(options);
        return options;
    }

    private static async Task<List<string>> RefusedAsync(string json, Action<CoterieHostOptions>? configure = null)
    {
        var application = Application.Make(builder => builder.Services.AddCoterie(configure), json);
        return [.. (await Assert.ThrowsAsync<OptionsValidationException>(() => application.Host.StartAsync())).Failures];
    }
}
