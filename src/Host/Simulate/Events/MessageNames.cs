using System.Globalization;

namespace Coterie.Host.Simulate.Events;

/// <summary>Messages in sentences of English: some of their names are nouns, others are not.</summary>
internal static class MessageNames
{
    private static readonly Dictionary<string, string> Plurals = new()
    {
        ["grant"] = "grants",
        ["privilege"] = "privileges",
        ["release"] = "releases",
        ["reply"] = "replies",
        ["request"] = "requests",
        ["token"] = "tokens",
    };

    /// <summary>One message: <c>a reply</c>, <c>the token</c>, <c>a locked message</c>.</summary>
    public static string One(string name) => name is "privilege" or "token"
        ? $"the {name}" // there is only one
        : WithArticle(Plurals.ContainsKey(name) ? name : $"{name} message");

    /// <summary>Several messages: <c>14 replies</c>, <c>2 locked messages</c>.</summary>
    public static string Several(int count, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {Plurals.GetValueOrDefault(name, $"{name} messages")}");

    /// <summary>A message's name with its article: <c>a reply</c>, <c>an inquire</c>.</summary>
    public static string WithArticle(string name) => $"{(name[0] is 'a' or 'e' or 'i' or 'o' or 'u' ? "an" : "a")} {name}";
}
