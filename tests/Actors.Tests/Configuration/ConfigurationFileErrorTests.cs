using Coterie.Configuration;

namespace Coterie.Tests.Configuration;

public sealed class ConfigurationFileErrorTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Missing_file_is_named()
    {
        var path = _folder.PathOf("nowhere.conf");
        var error = Assert.Throws<ConfigurationFileException>(() => ConfigurationFile.Load(path));
        Assert.Equal($"{path}: The file must be readable, was [absent].", error.Message);
        Assert.Equal(path, error.File);
    }

    [Fact]
    public void Folder_is_no_file()
    {
        var path = _folder.PathOf("");
        var error = Assert.Throws<ConfigurationFileException>(() => ConfigurationFile.Load(path));
        Assert.Equal($"{path}: The file must be readable, was [a directory].", error.Message);
    }

    [Fact]
    public void Missing_include_is_named_where_it_is_included() =>
        AssertFails("a = 1\n  include \"nowhere.conf\"", "main.conf", 2, 3, $"The included file {_folder.PathOf("nowhere.conf")} must be readable, was [absent].");

    [Fact]
    public void Include_that_leads_back_is_refused()
    {
        _folder.Write("other.conf", "\ninclude \"main.conf\"");
        AssertFails("include \"other.conf\"", "other.conf", 2, 1, $"An include must not lead back to its own file, was [{_folder.PathOf("main.conf")}].");
    }

    [Theory]
    [InlineData("url", "http://localhost/x.conf")]
    [InlineData("classpath", "x.conf")]
    public void Include_of_something_else_than_a_file_is_refused(string kind, string name) =>
        AssertFails($"include {kind}(\"{name}\")", "main.conf", 1, 1, $"An include must name a file, was [{kind}(\"{name}\")].");

    [Theory]
    [InlineData("a = 1\nb = ]", 2)]
    [InlineData("a = ${x}\nb = ${y}\nc = {]", 3)]
    public void Mistake_is_reported_with_its_place(string text, int line)
    {
        var error = Fails(text);
        Assert.Equal((_folder.PathOf("main.conf"), line), (error.File, error.Line));
        Assert.StartsWith($"{error.File}, line {line}, column {error.Column}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistake_in_an_included_file_is_reported_there()
    {
        _folder.Write("sub/other.conf", "\n\n a = ]");
        _folder.Write("sub/good.conf", "include \"other.conf\"\nb = 1");
        var error = Fails("include \"sub/good.conf\"\nc = 1");
        Assert.Equal((_folder.PathOf("sub/other.conf"), 3), (error.File, error.Line));
    }

    [Fact]
    public void File_is_not_blamed_for_substitutions_that_others_serve()
    {
        _folder.Write("other.conf", "b = ${c}");
        var error = Fails("include \"other.conf\"\nc = ]");
        Assert.Equal((_folder.PathOf("main.conf"), 2), (error.File, error.Line));
    }

    [Fact]
    public void Substitution_that_leads_nowhere_is_reported_with_its_place()
    {
        _folder.Write("other.conf", "b = 1, x = ${?sub.nowhere}\nsub { a = ${sub.nowhere} }\na = ${sub.a}");
        var error = Fails("c = ${b}\ninclude \"other.conf\"\nd = ${sub.a}");
        Assert.Equal((_folder.PathOf("other.conf"), 2, 11), (error.File, error.Line, error.Column));
    }

    [Fact]
    public void Substitutions_in_a_circle_are_reported() => Assert.NotEmpty(Fails("a = ${b}\nb = ${a}").Message);

    [Fact]
    public void List_is_no_configuration() =>
        AssertFails("[1, 2]", "main.conf", 1, 1, "The file must hold an object, was [an array].");

    private void AssertFails(string text, string file, int line, int column, string problem)
    {
        var error = Fails(text);
        Assert.Equal($"{_folder.PathOf(file)}, line {line}, column {column}: {problem}", error.Message);
    }

    private ConfigurationFileException Fails(string text) =>
        Assert.Throws<ConfigurationFileException>(() => ConfigurationFile.Load(_folder.Write("main.conf", text)));
}
