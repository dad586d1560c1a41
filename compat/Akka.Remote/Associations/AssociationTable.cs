using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Remote.Transport;

namespace Akka.Remote.Associations;

/// <summary>The associations of a system, one for each address.</summary>
internal sealed class AssociationTable(Remoting remoting)
{
    private readonly ConcurrentDictionary<Address, Association> _byAddress = new();

    public IEnumerable<Association> All => _byAddress.Values;

    /// <summary>The association with that address, made if need be.</summary>
    public Association For(Address remote)
    {
        var association = _byAddress.GetOrAdd(remote, static (address, owner) => new Association(owner, address), remoting);
        if (remoting.HasEnded) association.Close();
        return association;
    }

    /// <summary>Gives a connection that another system has opened to the association with it.</summary>
    public void Accept(Address remote, Connection connection, int uid)
    {
        while (!For(remote).TryAccept(connection, uid))
        {
        }
    }

    public void Remove(Association association) => _byAddress.TryRemove(new(association.Remote, association));
}
