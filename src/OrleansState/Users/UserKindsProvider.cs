using System.Reflection;
using Orleans.Metadata;

namespace OrleansState.Users;

/// <summary>Tells the cluster which kinds of users' states a grain has, so that any silo and client can find them.</summary>
internal sealed class UserKindsProvider : IGrainPropertiesProvider
{
    public void Populate(Type grainClass, GrainType grainType, Dictionary<string, string> properties)
    {
        var kinds = grainClass.GetConstructors()
            .SelectMany(constructor => constructor.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<DurableStateAttribute>())
            .Where(state => state is { User: UserRelation.KeyIsUserId })
            .Select(state => state!.Kind)
            .Distinct()
            .ToArray();
        if (kinds.Length > 0)
            properties[UserRecords.ManifestProperty] = string.Join(',', kinds);
    }
}
