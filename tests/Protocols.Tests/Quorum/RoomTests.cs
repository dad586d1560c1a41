using System.Reflection;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;

namespace Coterie.Tests.Quorum;

/// <summary>What the machines keep, counted as the places of all arrays that can be reached from them, used or not.</summary>
public sealed class RoomTests
{
    private const int Names = 100_000;
    private const BindingFlags Own =
        BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;

    private static readonly QuorumTerms Terms = new(3);

    [Fact]
    public void A_hundred_thousand_names_that_are_idle_again_take_no_room()
    {
        var net = new QuorumNet(clients: 1);
        for (var claim = 1L; claim <= Names; claim++)
        {
            net.Give(0, new Acquire(claim, $"name {claim}"));
            net.Give(0, new Leave(claim));
        }
        Assert.InRange(PlacesIn(net), Names, long.MaxValue); // the votes are kept
        net.Pass(20 * Terms.SessionLength);
        net.Trim();
        Assert.InRange(PlacesIn(net), 1, 5_000);
    }

    private static long PlacesIn(object root)
    {
        var (places, seen, rest) = (0L, new HashSet<object>(ReferenceEqualityComparer.Instance), new Stack<object?>([root]));
        while (rest.TryPop(out var next))
        {
            if (next is null or string or Type or MemberInfo or Delegate || !seen.Add(next))
                continue;
            if (next is Array array)
            {
                places += array.Length;
                if (array.GetType().GetElementType()!.IsPrimitive)
                    continue;
                foreach (var element in array)
                    rest.Push(element);
                continue;
            }
            for (var type = next.GetType(); type is not null; type = type.BaseType)
            {
                foreach (var field in type.GetFields(Own))
                {
                    if (!field.FieldType.IsPrimitive && !field.FieldType.IsPointer)
                        rest.Push(field.GetValue(next));
                }
            }
        }
        return places;
    }
}
