using System.Reflection;
using Orleans.Metadata;

namespace OrleansState.Users;

/// <summary>Tells the cluster which grains have states of users, so that any silo and client can find them.</summary>
internal sealed class UserStatesProvider : IGrainPropertiesProvider
{
    public void Populate(Type grainClass, GrainType grainType, Dictionary<string, string> properties)
    {
        var states = grainClass.GetConstructors()
            .SelectMany(constructor => constructor.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<DurableStateAttribute>());
        if (states.Any(state => state is { User: UserRelation.KeyIsUserId }))
            properties[UserRecords.ManifestProperty] = "true";
    }
}
