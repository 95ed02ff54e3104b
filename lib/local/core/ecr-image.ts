/** Repository and tag of an image in one of ECR's registries, FIPS ones and China's included; undefined elsewhere. */
export const readEcrImage = (uri: string): { repository: string; tag?: string } | undefined => {
  const [, repository, tag] =
    /^\d{12}\.dkr\.ecr(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/([^:@]+)(?::([A-Za-z0-9._-]+))?(?:@.*)?$/s.exec(
      uri,
    ) ?? [];
  return repository === undefined ? undefined : { repository, ...(tag !== undefined && { tag }) };
};
