namespace Conformance.Tests;

/// <summary>The checker itself: what it lists of a type, and what it says of a deviation.</summary>
public sealed class ApiListerTests
{
    private const string Name = "Conformance.Tests: Conformance.Tests.ApiListerTests+Sample | ";

    public abstract class Sample : IDisposable
    {
        public static readonly int Field = 1;
        public string this[int index] => "";
        protected internal void ForHeirs<T>(T value, ref int count) => count += value is null ? 0 : 1;
        internal void Hidden() => Secret();
        private void Secret() => Dispose();
        public abstract void Dispose();
    }

    [Fact]
    public void Lists_the_kind_the_ancestors_and_what_others_can_see() => Assert.Equal(
        [
            Name + "System.String Item [Int32]",
            Name + "System.String get_Item(Int32)",
            Name + "Void .ctor()",
            Name + "Void Dispose()",
            Name + "Void ForHeirs[T](T, Int32 ByRef)",
            Name + "abstract class : System.IDisposable, System.Object",
            Name + "static Int32 Field",
        ],
        ApiLister.Lines(typeof(Sample)).Order(StringComparer.Ordinal));

    [Fact]
    public void A_listed_line_is_no_deviation()
    {
        var lines = ApiLister.Lines(typeof(Sample)).ToArray();

        Assert.Empty(new ApiList(lines).Deviations(lines));
    }

    [Fact]
    public void A_changed_signature_is_named_beside_the_listed_one()
    {
        var list = new ApiList([Name + "Void Dispose()", Name + "Void ForHeirs[T](T, Int32)", Name + "Void Other()"]);

        var deviation = Assert.Single(list.Deviations([Name + "Void ForHeirs[T](T, Int32 ByRef)"]));

        Assert.Equal($"{Name}Void ForHeirs[T](T, Int32 ByRef)\n    listed: {Name}Void ForHeirs[T](T, Int32)", deviation);
    }

    [Fact]
    public void A_changed_ancestor_is_named_beside_the_listed_type()
    {
        var list = new ApiList([Name + "class : System.Object", Name + "Void Other()"]);

        var deviation = Assert.Single(list.Deviations([Name + "class : System.IDisposable, System.Object"]));

        Assert.EndsWith($"listed: {Name}class : System.Object", deviation);
    }

    [Fact]
    public void A_member_of_our_own_is_told_to_become_internal()
    {
        var list = new ApiList([Name + "Void Dispose()"]);

        var deviation = Assert.Single(list.Deviations([Name + "Void Hidden()"]));

        Assert.EndsWith("make it internal", deviation);
    }
}
