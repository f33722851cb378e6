using System.Reflection;
using Orleans.Metadata;

namespace OrleansState;

/// <summary>Tells the cluster which grains have which states, so that any silo and client can find them.</summary>
internal sealed class StatesProvider(DurableKinds kinds) : IGrainPropertiesProvider
{
    /// <summary>A grain that has a state of a kind has this, with the kind behind it, in the cluster's manifest.</summary>
    public const string KindProperty = "orleansstate.kind/";

    public void Populate(Type grainClass, GrainType grainType, Dictionary<string, string> properties)
    {
        var states = grainClass.GetConstructors()
            .SelectMany(static constructor => constructor.GetParameters())
            .Select(static parameter => (parameter.ParameterType, State: parameter.GetCustomAttribute<DurableStateAttribute>()));
        foreach (var (type, state) in states)
        {
            if (state is null || !type.IsGenericType)
                continue;
            kinds.Add(type.GetGenericArguments()[0], state);
            properties[KindProperty + state.Kind] = "true";
            if (state.User == UserRelation.KeyIsUserId)
                properties[UserRecords.ManifestProperty] = "true";
        }
    }
}
